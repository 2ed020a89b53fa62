import { callFile, type Query } from '@sanduk/api';

/** Has the browser keep a file that only a logged-in request may read. */
export async function download(path: string, query: Query, name: string): Promise<void> {
  keep(await callFile(path, { query }), name);
}

/** The same for what the page itself has made. */
export function keep(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
