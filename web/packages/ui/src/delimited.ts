const quoted = (cell: string, delimiter: string) =>
  /["\r\n]/.test(cell) || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell;

/** Cells as one line that spreadsheets read: those that would be more than one cell stand in quotes. */
export const lineOf = (cells: readonly string[], delimiter = '\t'): string =>
  cells.map((cell) => quoted(cell, delimiter)).join(delimiter);
