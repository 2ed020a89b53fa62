import { call, Problem } from '@sanduk/api';
import { t } from '@sanduk/i18n';
import { download } from './download';
import type { Row } from './meta';
import type { Search } from './query';

/** A paper is made by a job; so long a request waits for it. */
const PATIENCE = 'wait=20';

type Paper = { id: string; name: string; is_made: boolean; problem?: string | null; job?: { state: string } };

/** Papers of documents are files of theirs, all others are kept for a day. */
async function save(paper: Paper, kind: 'prints' | 'printouts'): Promise<void> {
  // The answer tells the paper as it was asked for, and the job as it is now.
  const isMade = paper.is_made || paper.job?.state === 'done';
  if (!isMade) throw new Problem(202, 'not_made', paper.problem ?? t('report.notMade'));
  await download(`/api/v1/${kind}/${paper.id}/content/`, {}, paper.name);
}

async function ask(path: string, body: Row): Promise<Paper> {
  return (await call<Paper>(path, { body, key: crypto.randomUUID(), prefer: PATIENCE })).data;
}

export async function printReport(report: string, search: Search): Promise<void> {
  const parameters = Object.entries(search).map(([name, value]) => ({ name, value }));
  await save(await ask('/api/v1/prints/report/', { report, parameters }), 'printouts');
}

export async function printDocument(record: string, row: string): Promise<void> {
  await save(await ask('/api/v1/prints/', { record, row }), 'prints');
}
