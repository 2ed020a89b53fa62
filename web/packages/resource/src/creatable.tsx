import { t } from '@sanduk/i18n';
import type { Choice, Create } from '@sanduk/ui';
import { lazy, Suspense } from 'react';
import { type FieldMeta, may } from './meta';
import { useIndex } from './session';

const Form = lazy(() => import('./quick-create'));

/** The offer to make the row that a reference is to name, for those who may. */
export function useCreatable(field: FieldMeta, run: (text: string) => void): Create | undefined {
  const index = useIndex();
  const target = index.resources.find(({ name }) => name === field.to);
  if (!target || !may(index, target.create)) return undefined;
  return { label: (text) => t('reference.create', { text }), run };
}

type Props = { field: FieldMeta; text: string; onMade: (choice: Choice | null) => void };

/** A small form for a new row, above the form that refers to it. */
export const QuickCreate = (props: Props) => (
  <Suspense>
    <Form {...props} />
  </Suspense>
);
