import { describe, expect, it } from "vitest";
import { ChatService } from "../src/core/call/ChatService";
import { linkify } from "../src/core/call/linkify";
import { toDeviceList } from "../src/core/media/devices";
import { Store } from "../src/core/store";
import { returnPath } from "../src/features/auth/returnPath";
import { gridLayout } from "../src/features/room/call/gridLayout";
import { placeInLog } from "../src/features/room/panels/chatLog";
import { initialsOf } from "../src/ui/Avatar";

describe("the grid", () => {
  const windows = [
    { name: "desktop", width: 1424, height: 746 },
    { name: "with a panel", width: 1064, height: 746 },
    { name: "phone", width: 374, height: 700 },
    { name: "phone on its side", width: 780, height: 260 },
  ];

  it.each(windows)("fits one to ten people into $name and uses at least half of it", ({ width, height }) => {
    for (let count = 1; count <= 10; count += 1) {
      const { columns, rows, tileWidth, tileHeight } = gridLayout(count, width, height, 8);
      expect(columns * rows).toBeGreaterThanOrEqual(count);
      expect((columns - 1) * rows).toBeLessThan(columns * rows);
      expect(columns * tileWidth + (columns - 1) * 8).toBeLessThanOrEqual(width);
      expect(rows * tileHeight + (rows - 1) * 8).toBeLessThanOrEqual(height);
      expect((count * tileWidth * tileHeight) / (width * height)).toBeGreaterThan(0.5);
    }
  });

  it("puts two side by side on a desktop and one above the other on a phone", () => {
    expect(gridLayout(2, 1424, 746, 8).columns).toBe(2);
    expect(gridLayout(2, 374, 700, 8).columns).toBe(1);
  });

  it("prefers faces cropped to faces small", () => {
    expect(gridLayout(5, 374, 700, 8).columns).toBe(2);
    expect(gridLayout(4, 1424, 746, 8)).toMatchObject({ columns: 2, rows: 2 });
  });

  it("has a size for a window that has none yet", () => {
    expect(gridLayout(3, 0, 0, 8)).toMatchObject({ tileWidth: 0, tileHeight: 0 });
  });
});

describe("links in chat", () => {
  it("are found, without the sentence's full stop", () => {
    expect(linkify("see https://a.b/c?d=1. (http://e.f)")).toEqual([
      { kind: "text", text: "see " },
      { kind: "link", text: "https://a.b/c?d=1", href: "https://a.b/c?d=1" },
      { kind: "text", text: ". (" },
      { kind: "link", text: "http://e.f", href: "http://e.f/" },
      { kind: "text", text: ")" },
    ]);
  });

  it.each(["javascript:alert(1)", "<a href=https:>", "data:text/html,x", "https://", "https://[", ""])(
    "are not seen in %j",
    (text) => {
      const parts = linkify(text);
      expect(parts.filter(({ kind }) => kind === "link")).toEqual([]);
      expect(parts.map((part) => part.text).join("")).toBe(text);
    },
  );
});

describe("the chat", () => {
  it("forgets the oldest of very many", () => {
    const chat = new ChatService();
    for (let index = 0; index < 1_100; index += 1) {
      const message = {
        type: "chat-message",
        messageId: `${index}`,
        from: "a",
        userId: "user-a",
        displayName: "A",
        text: "",
        sentAt: "",
      } as const;
      chat.add(message, "user-me");
    }
    expect(chat.state.get().messages).toHaveLength(1_000);
    expect(chat.state.get().messages[0]?.messageId).toBe("100");
  });
});

describe("the chat's history", () => {
  const line = (messageId: string, from = "a") => ({
    messageId,
    from,
    userId: `user-${from}`,
    displayName: from,
    text: messageId,
    sentAt: "2026-01-01T00:00:00Z",
  });

  it("is read, and no news, for whoever comes late or after a reload", () => {
    const chat = new ChatService();
    chat.restore([line("1"), line("2", "me")], "user-me", false);
    expect(chat.state.get()).toMatchObject({
      messages: [
        { messageId: "1", own: false },
        { messageId: "2", own: true },
      ],
      unread: 0,
    });
  });

  it("fills the gap after a reconnection, without repeating anything", () => {
    const chat = new ChatService();
    chat.add({ type: "chat-message", ...line("1") }, "user-me");
    chat.setOpen(true);
    chat.setOpen(false);
    chat.restore([line("1"), line("2"), line("3", "me")], "user-me", true);
    expect(chat.state.get().messages.map(({ messageId, own }) => [messageId, own])).toEqual([
      ["1", false],
      ["2", false],
      ["3", true],
    ]);
    expect(chat.state.get().unread).toBe(1);
  });
});

describe("a store", () => {
  it("tells of changes alone, and no more after unsubscribing", () => {
    const store = new Store({ a: 1, b: 2 });
    let told = 0;
    const stop = store.subscribe(() => {
      told += 1;
    });
    store.set(store.get());
    store.patch({ a: 2 });
    stop();
    store.patch({ a: 3 });
    expect(told).toBe(1);
    expect(store.get()).toEqual({ a: 3, b: 2 });
  });
});

describe("devices", () => {
  it("that hide their ids are no choice", () => {
    const info = (kind: string, deviceId: string, label = "") =>
      ({ kind, deviceId, label }) as MediaDeviceInfo;
    const list = toDeviceList([
      info("audioinput", ""),
      info("videoinput", "v1", "Webcam"),
      info("videoinput", "v2"),
      info("audiooutput", "s1", "Desk"),
    ]);
    expect(list.microphones).toEqual([]);
    expect(list.cameras).toEqual([
      { id: "v1", label: "Webcam" },
      { id: "v2", label: "" },
    ]);
    expect(list.speakers).toHaveLength(1);
  });
});

describe("small things", () => {
  it("initials", () => {
    expect(["one", "one two", " one  two three ", "", "ñandú"].map(initialsOf)).toEqual([
      "O",
      "OT",
      "OT",
      "?",
      "Ñ",
    ]);
  });

  it("the way back after logging in keeps the invite", () => {
    const from = { pathname: "/room/r", search: "?ice=relay", hash: "#token" };
    expect(returnPath({ from })).toBe("/room/r?ice=relay#token");
    expect(returnPath(null)).toBe("/dashboard");
    expect(returnPath({ from: 7 })).toBe("/dashboard");
  });
});

describe("the log of the chat", () => {
  const at = (local: string, userId = "a") => ({ userId, sentAt: new Date(local).toISOString() });

  it("starts with its day", () => {
    expect(placeInLog(at("2026-03-01T10:00:00"), undefined)).toEqual({ startsDay: true, continues: false });
  });

  it("joins what one person says in a row", () => {
    const first = at("2026-03-01T10:00:00");
    expect(placeInLog(at("2026-03-01T10:04:00"), first)).toEqual({ startsDay: false, continues: true });
    expect(placeInLog(at("2026-03-01T10:06:00"), first).continues).toBe(false);
    expect(placeInLog(at("2026-03-01T10:01:00", "b"), first).continues).toBe(false);
  });

  it("breaks at the reader's midnight", () => {
    const late = at("2026-03-01T23:59:00");
    expect(placeInLog(at("2026-03-02T00:01:00"), late)).toEqual({ startsDay: true, continues: false });
  });
});
