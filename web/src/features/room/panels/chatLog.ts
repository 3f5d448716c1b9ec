/** What a message needs above it in the log, which depends on the one before. Pure. */
interface Said {
  userId: string;
  /** RFC 3339. */
  sentAt: string;
}

/** A run of messages of one person within this time shares one heading. */
const SAME_RUN_MS = 5 * 60_000;

export interface PlaceInLog {
  /** The first of its day, as the reader's clock has it. */
  startsDay: boolean;
  /** Same person as the message before, shortly after. */
  continues: boolean;
}

export function placeInLog(message: Said, previous: Said | undefined): PlaceInLog {
  if (previous === undefined) return { startsDay: true, continues: false };
  const [before, now] = [new Date(previous.sentAt), new Date(message.sentAt)];
  const startsDay = before.toDateString() !== now.toDateString();
  const continues =
    !startsDay && previous.userId === message.userId && now.getTime() - before.getTime() < SAME_RUN_MS;
  return { startsDay, continues };
}
