const USER = { tenant: 'demo', email: 'owner@demo.test', password: 'sanduk-demo' };

export async function fillLogIn(page, user = USER) {
  for (const [name, value] of Object.entries(user)) await page.locator(`#${name}`).fill(value);
  await page.getByRole('button', { name: 'Log in' }).click();
}

/** The cell of a line grid, lines and cells counted from 1. */
export const cell = (page, grid, line, column) =>
  page
    .getByRole('grid', { name: grid })
    .locator(`[role=row][aria-rowindex="${line + 1}"] [role=gridcell][aria-colindex="${column}"]`);

export async function pick(page, target, words, code) {
  await target.click();
  await page.keyboard.type(words);
  await page.getByRole('option', { name: code }).click();
}

/** Posts what was typed last: the first press shows what it does, the second posts it. */
export async function pressToPost(page) {
  await page.keyboard.press('Control+Enter');
  await page.getByText('then press again to post').waitFor();
  await page.getByRole('complementary', { name: 'What will happen' }).getByText('up to date').waitFor();
  await page.keyboard.press('Control+Enter');
}

export const unique = () => Date.now().toString(36).toUpperCase();

export async function findInPalette(page, words) {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search or go to' }).fill(words);
}
