import { useTranslation } from "../../../hooks/translation";
import { LanguagePicker } from "../../shell/LanguagePicker";
import { DevicePickers } from "../devices/DevicePickers";
import { DeviceProblems } from "../devices/DeviceProblems";
import { ProcessingSettings } from "../devices/ProcessingSettings";
import { SelfViewSetting } from "../devices/SelfViewSetting";
import { QualitySelector } from "../quality/QualitySelector";
import { Panel } from "./Panel";

export function SettingsPanel({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Panel title={t("call.settings")} onClose={onClose}>
      <div className="panel__body stack">
        <DeviceProblems />
        <DevicePickers />
        <ProcessingSettings />
        <QualitySelector />
        <SelfViewSetting />
        <LanguagePicker />
        <p className="muted">{t("devices.atOnce")}</p>
      </div>
    </Panel>
  );
}
