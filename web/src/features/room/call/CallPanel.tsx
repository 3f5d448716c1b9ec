import { useTranslation } from "../../../hooks/translation";
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

/** The panel that is open. If it fails, it fails alone. */
export function CallPanel({ name, inviteUrl, onShowQr, onClose }: CallPanelProps) {
  const { t } = useTranslation();
  if (name === null) return null;
  return (
    <Boundary
      key={name}
      name={`${name} panel`}
      fallback={(retry) => (
        <Panel title={t(`call.${name}`)} onClose={onClose}>
          <div className="panel__body stack" role="alert">
            <p>{t("call.panelStumbled")}</p>
            <Button look="secondary" onClick={retry}>
              {t("call.showAgain")}
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
