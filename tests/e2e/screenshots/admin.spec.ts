import { expect, test } from "../harness/test.ts";
import { camera } from "./shoot.ts";

const PATHS = ["", "/sheet", "/users", "/rooms", "/settings", "/network", "/backup", "/log", "/about"];

test("every page for admins", async ({ newcomer }, info) => {
  const operator = await (await newcomer("Operator")).isAdmin();
  const shoot = await camera(operator.page, info);
  await (await newcomer("Alice")).hasAccount();
  const bob = await (await newcomer("Bob")).hasAccount();
  const invite = await operator.hasRoom({ name: "Ward round" });
  await operator.hasRoom({ name: "Open door", isPublic: true });
  await bob.join(invite);
  for (const path of PATHS) {
    await operator.goTo(`/admin${path}`);
    await expect(operator.page.locator(".admin .spinner")).toHaveCount(0, { timeout: 60_000 });
    await shoot(`admin${path.replace("/", "-")}`);
  }
  await operator.goTo("/admin/users");
  await operator.page.getByRole("link", { name: /Alice/ }).click();
  await operator.button("Disable").click();
  await shoot("admin-user");
  await operator.goTo("/admin/rooms");
  await operator.page.getByRole("link", { name: /Ward round/ }).click();
  await shoot("admin-room");
});
