import { memo } from "react";
import type { ChatEntry } from "../../../core/call/ChatService";
import { linkify } from "../../../core/call/linkify";
import { cx } from "../../../ui/cx";

const TIME = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

const DAY = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });

/** A call may last past midnight. */
export function DayBreak({ sentAt }: { sentAt: string }) {
  return (
    <li className="day-break">
      <time dateTime={sentAt.slice(0, 10)}>{DAY.format(new Date(sentAt))}</time>
    </li>
  );
}

interface ChatMessageViewProps {
  message: ChatEntry;
  /** Same person as the message before, shortly after. */
  continues: boolean;
}

export const ChatMessageView = memo(function ChatMessageView({ message, continues }: ChatMessageViewProps) {
  return (
    <li className={cx("message", message.own && "message--own", continues && "message--continues")}>
      {!continues && (
        <p className="message__head">
          <span className="message__name">{message.own ? "You" : message.displayName}</span>
          <time dateTime={message.sentAt}>{TIME.format(new Date(message.sentAt))}</time>
        </p>
      )}
      <p className="message__text">
        {linkify(message.text).map((part, index) =>
          part.kind === "link" ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never move
            <a key={index} href={part.href} target="_blank" rel="noopener noreferrer">
              {part.text}
            </a>
          ) : (
            part.text
          ),
        )}
      </p>
    </li>
  );
});
