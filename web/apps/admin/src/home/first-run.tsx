import { t } from '@sanduk/i18n';
import { may, useIndex } from '@sanduk/resource';
import { Link } from '@tanstack/react-router';
import { useHome } from './tile';

type Counted = { count: number };
const ONE = { page_size: '1' };

/** The way from an empty company to its first sale, for whoever may go it. It goes away when that is posted. */
export function FirstRun() {
  const index = useIndex();
  const needs = ['catalog.product.create', 'inventory.stock.receive', 'sales.sale.post', 'sales.sale.view'];
  return needs.every((permission) => may(index, permission)) ? <Guide /> : null;
}

function Guide() {
  const sales = useHome<Counted>('/api/v1/sales/', ONE);
  const products = useHome<Counted>('/api/v1/products/', ONE);
  const stock = useHome<{ results: unknown[] }>('/api/v1/stock/', ONE);
  if (!sales.data || !products.data || !stock.data || sales.data.count > 0) return null;
  const steps = [
    { name: 'product', isDone: products.data.count > 0, to: '/r/products/new' },
    { name: 'stock', isDone: stock.data.results.length > 0, to: '/c/inventory.stock.receive' },
    { name: 'sale', isDone: false, to: '/c/sales.sale.post' },
  ];
  const next = steps.find(({ isDone }) => !isDone);
  return (
    <section className="panel mb-3" aria-label={t('first.title')}>
      <h2>{t('first.title')}</h2>
      <ol className="grid gap-3 p-3">
        {steps.map((step, at) => (
          <li key={step.name} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className={step.isDone ? 'text-good' : 'text-ink-3'}>{step.isDone ? '✓' : at + 1}</span>
            <span className="min-w-0 flex-1 basis-52">
              <strong className="font-semibold">{t(`first.${step.name}`)}</strong>
              <span className="block text-ink-2">{t(step.isDone ? 'first.done' : `first.${step.name}Help`)}</span>
            </span>
            {step.name === 'product' && !step.isDone ? (
              <Link className="btn" to="/import/$target" params={{ target: 'products' }}>
                {t('first.import')}
              </Link>
            ) : null}
            <Link className={step === next ? 'btn primary' : 'btn'} to={step.to}>
              {t(`first.${step.name}Do`)}
            </Link>
          </li>
        ))}
      </ol>
    </section>
  );
}
