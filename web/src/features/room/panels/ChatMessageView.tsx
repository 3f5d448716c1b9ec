import { memo } from "react";
import type { ChatEntry } from "../../../core/call/ChatService";
import { linkify } from "../../../core/call/linkify";
import { useTranslation } from "../../../hooks/translation";
import { cx } from "../../../ui/cx";

/** A call may last past midnight. */
export function DayBreak({ sentAt }: { sentAt: string }) {
  const { format } = useTranslation();
  return (
    <li className="day-break">
      <time dateTime={sentAt.slice(0, 10)}>{format.day(new Date(sentAt))}</time>
    </li>
  );
}

interface ChatMessageViewProps {
  message: ChatEntry;
  /** Same person as the message before, shortly after. */
  continues: boolean;
}

export const ChatMessageView = memo(function ChatMessageView({ message, continues }: ChatMessageViewProps) {
  const { t, format } = useTranslation();
  return (
    <li className={cx("message", message.own && "message--own", continues && "message--continues")}>
      {!continues && (
        <p className="message__head">
          <bdi className="message__name">{message.own ? t("chat.you") : message.displayName}</bdi>
          <time dateTime={message.sentAt}>{format.time(new Date(message.sentAt))}</time>
        </p>
      )}
      <p className="message__text" dir="auto">
        {linkify(message.text).map((part, index) =>
          part.kind === "link" ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never move
            <a key={index} href={part.href} target="_blank" rel="noopener noreferrer" dir="ltr">
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
