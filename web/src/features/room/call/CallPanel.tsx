import { Boundary } from "../../../ui/Boundary";
import { Button } from "../../../ui/Button";
import { Chat } from "../panels/Chat";
import { Panel } from "../panels/Panel";
import { ParticipantList } from "../panels/ParticipantList";
import { SettingsPanel } from "../panels/SettingsPanel";
import type { PanelName } from "./usePanels";

interface CallPanelProps {
  name: PanelName | null;
  inviteUrl: string;
  onShowQr: () => void;
  onClose: () => void;
}

const TITLES: Record<PanelName, string> = {
  chat: "Chat",
  participants: "Participants",
  settings: "Settings",
};

/** The panel that is open. If it fails, it fails alone. */
export function CallPanel({ name, inviteUrl, onShowQr, onClose }: CallPanelProps) {
  if (name === null) return null;
  return (
    <Boundary
      key={name}
      name={`${name} panel`}
      fallback={(retry) => (
        <Panel title={TITLES[name]} onClose={onClose}>
          <div className="panel__body stack" role="alert">
            <p>This panel stumbled. The call goes on.</p>
            <Button look="secondary" onClick={retry}>
              Show it again
            </Button>
          </div>
        </Panel>
      )}
    >
      {name === "chat" && <Chat onClose={onClose} />}
      {name === "participants" && (
        <ParticipantList inviteUrl={inviteUrl} onShowQr={onShowQr} onClose={onClose} />
      )}
      {name === "settings" && <SettingsPanel onClose={onClose} />}
    </Boundary>
  );
}
