import { call, callFile, Problem } from '@sanduk/api';
import { t } from '@sanduk/i18n';
import { download } from './download';
import type { Row } from './meta';
import type { Search } from './query';

/** A paper is made by a job; so long a request waits for it. */
export const PATIENCE = 'wait=20';

export type Paper = {
  id: string;
  is_made?: boolean;
  attachment?: string | null;
  problem?: string | null;
  job?: { state: string };
};

/** Papers of documents are files of theirs, all others are kept for a day. */
type Kind = 'prints' | 'printouts';

/** Where a paper that was made is read. */
function contentOf(paper: Paper, kind: Kind): string {
  // The answer tells the paper as it was asked for, and the job as it is now.
  const isMade = paper.is_made || paper.attachment || paper.job?.state === 'done';
  if (!isMade) throw new Problem(202, 'not_made', paper.problem ?? t('report.notMade'));
  return `/api/v1/${kind}/${paper.id}/content/`;
}

export async function savePaper(paper: Paper, kind: Kind, name: string): Promise<void> {
  await download(contentOf(paper, kind), {}, `${name}.pdf`);
}

async function ask(path: string, body: Row): Promise<Paper> {
  return (await call<Paper>(path, { body, key: crypto.randomUUID(), prefer: PATIENCE })).data;
}

export async function printReport(report: string, search: Search): Promise<void> {
  const parameters = Object.entries(search).map(([name, value]) => ({ name, value }));
  await savePaper(await ask('/api/v1/prints/report/', { report, parameters }), 'printouts', report);
}

/** Prints a document; the paper is a file of it from now on. */
export const makePaper = (record: string, row: string): Promise<Paper> => ask('/api/v1/prints/', { record, row });

export async function printDocument(record: string, row: string, name: string): Promise<void> {
  await savePaper(await makePaper(record, row), 'prints', name);
}

/** Shows a document in a tab of its own as it would be printed; that counts as no copy. */
export async function lookAtDocument(record: string, row: string): Promise<void> {
  // Browsers let a page open a tab only at once when somebody has asked for it.
  const tab = window.open('', '_blank');
  try {
    const paper = await ask('/api/v1/prints/preview/', { record, row });
    const address = URL.createObjectURL(await callFile(contentOf(paper, 'printouts')));
    if (tab) tab.location.href = address;
  } catch (problem) {
    tab?.close();
    throw problem;
  }
}
