/** How people come together. */
import type { Person, RoomWishes } from "./person.ts";

/**
 * The host, who has an account, makes a room and goes in; the guests follow one by one by the invite. When it returns,
 * everybody sees and hears everybody.
 * @returns the invite
 */
export async function gather(host: Person, guests: readonly Person[], wishes?: RoomWishes): Promise<string> {
  const invite = await host.hasRoom(wishes);
  await host.join(invite);
  for (const guest of guests) await guest.joinAsGuest(invite);
  await expectAllSeeAndHear([host, ...guests]);
  return invite;
}

/** In both directions between every two. */
export async function expectAllSeeAndHear(people: readonly Person[]): Promise<void> {
  for (const person of people) {
    await person.expectSeesAndHears(...people.filter((other) => other !== person));
  }
}
