/** A password by a link from an administrator. */
import { expectNoBarrier } from "../harness/axe.ts";
import type { Person } from "../harness/person.ts";
import { expect, test } from "../harness/test.ts";

test.use({ openRegistration: false, mayLogErrors: true, contextOptions: { reducedMotion: "reduce" } });

test("who was invited sets a password by the link, once, and logs in by it", async ({ box, newcomer }) => {
  const operator = await (await newcomer("Operator")).isAdmin();
  const path = await invite(operator, box.origin, "Bob");
  const bob = await newcomer("Bob");
  await bob.goTo(path);
  await expect(bob.page.getByText("Hello, Bob.")).toBeVisible();
  await expect(bob.field("Username")).toHaveValue("bob");
  await expectNoBarrier(bob.page);
  await bob.field("New password").fill("a lantern on the pier");
  await bob.button("Set password").click();
  await expect(bob.page).toHaveURL(/\/dashboard$/);
  await bob.button("Log out").click();
  await bob.goTo("/login");
  await bob.logIn("a lantern on the pier");
  await expect(bob.page).toHaveURL(/\/dashboard$/);

  const late = await newcomer("Late");
  await late.goTo(path);
  await expect(late.alert()).toContainText("This link is good no more");
  await expect(late.field("New password")).toHaveCount(0);
  await expectNoBarrier(late.page);
});

test("a newer link takes the older one's place, and half a link is none", async ({ box, newcomer }) => {
  const operator = await (await newcomer("Operator")).isAdmin();
  const first = await invite(operator, box.origin, "Bob");
  const { users } = await (await operator.context.request.get(`${box.origin}/api/admin/users`)).json();
  const { id } = users.find(({ username }: { username: string }) => username === "bob");
  await post(operator, `${box.origin}/api/admin/users/${id}/password-link`, {});
  const bob = await newcomer("Bob");
  for (const path of [first, "/password"]) {
    await bob.goTo(path);
    await expect(bob.alert()).toContainText("This link is good no more");
  }
});

/** @returns the path of the link that is handed out */
async function invite(operator: Person, origin: string, name: string): Promise<string> {
  const username = name.toLowerCase();
  const body = { username, email: `${username}@box.lan`, displayName: name };
  return (await post(operator, `${origin}/api/admin/users`, body)).passwordLink.path;
}

async function post(operator: Person, url: string, data: object) {
  const answer = await operator.context.request.post(url, {
    data,
    headers: { Origin: new URL(url).origin },
  });
  expect(answer.ok(), `POST ${url}: ${answer.status()} ${await answer.text()}`).toBe(true);
  return answer.json();
}
