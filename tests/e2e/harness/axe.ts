/** What keeps people out, as far as a machine can find it: by axe's rules. */
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** Of any weight. Waits for the page's own heading, so that no page is judged while it is still on its way. */
export async function expectNoBarrier(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  const barriers = violations.map(({ id, impact, nodes }) => ({
    id,
    impact,
    nodes: nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`),
  }));
  expect(barriers, `barriers on ${page.url()}`).toEqual([]);
}
