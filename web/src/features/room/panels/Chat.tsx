import { Fragment, type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { CHAT_TEXT_LIMIT } from "../../../core/call/ChatService";
import { useServices } from "../../../hooks/services";
import { useTranslation } from "../../../hooks/translation";
import { useStorePart } from "../../../hooks/useStore";
import { SendIcon } from "../../../ui/icons";
import { ChatMessageView, DayBreak } from "./ChatMessageView";
import { placeInLog } from "./chatLog";
import { Panel } from "./Panel";

export function Chat({ onClose }: { onClose: () => void }) {
  const { chat } = useServices().call;
  const { t } = useTranslation();
  const messages = useStorePart(chat.state, (state) => state.messages);
  const end = useRef<HTMLLIElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new message is what scrolls
  useEffect(() => {
    end.current?.scrollIntoView({ block: "end" });
  }, [messages]);
  return (
    <Panel title={t("call.chat")} onClose={onClose}>
      <div className="chat__log" role="log" aria-label={t("chat.log")}>
        {messages.length === 0 && <p className="panel__empty">{t("chat.empty")}</p>}
        <ol className="chat__list">
          {messages.map((message, index) => {
            const { startsDay, continues } = placeInLog(message, messages[index - 1]);
            return (
              <Fragment key={message.messageId}>
                {startsDay && <DayBreak sentAt={message.sentAt} />}
                <ChatMessageView message={message} continues={continues} />
              </Fragment>
            );
          })}
          <li ref={end} aria-hidden="true" />
        </ol>
      </div>
      <Composer />
    </Panel>
  );
}

function Composer() {
  const { call } = useServices();
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  useEffect(() => {
    field.current?.focus();
  }, []);
  const send = () => {
    if (text.trim() === "") return;
    call.sendChat(text.trim());
    setText("");
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes, Enter picks a word.
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      className="chat__composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <label htmlFor={id} className="visually-hidden">
        {t("chat.message")}
      </label>
      <textarea
        id={id}
        ref={field}
        className="chat__field"
        rows={1}
        placeholder={t("chat.placeholder")}
        dir="auto"
        maxLength={CHAT_TEXT_LIMIT}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <button type="submit" className="chat__send" aria-label={t("chat.send")} disabled={text.trim() === ""}>
        <SendIcon />
      </button>
    </form>
  );
}
