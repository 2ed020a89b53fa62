type Shown = { key: string; renderEditCell?: unknown };

/**
 * The columns that pasted cells go to, from the one that is active. Rows as wide as what is shown are rows of this grid, with a
 * cell for what nobody types; others have cells for what is typed alone.
 */
export function pastePlaces(columns: readonly Shown[], from: string, width: number): string[] {
  const rest = columns.slice(columns.findIndex(({ key }) => key === from));
  const typed = rest.filter((column) => column.renderEditCell);
  const toLastTyped = rest.slice(0, rest.findLastIndex((column) => column.renderEditCell) + 1);
  // The last column is the button that removes a line.
  const widths = [toLastTyped.length, rest.length - 1];
  return (width > typed.length && widths.includes(width) ? rest : typed).map(({ key }) => key);
}
