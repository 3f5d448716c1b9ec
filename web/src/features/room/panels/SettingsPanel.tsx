import { DevicePickers } from "../devices/DevicePickers";
import { DeviceProblems } from "../devices/DeviceProblems";
import { ProcessingSettings } from "../devices/ProcessingSettings";
import { SelfViewSetting } from "../devices/SelfViewSetting";
import { QualitySelector } from "../quality/QualitySelector";
import { Panel } from "./Panel";

export function SettingsPanel({ onClose }: { onClose: () => void }) {
  return (
    <Panel title="Settings" onClose={onClose}>
      <div className="panel__body stack">
        <DeviceProblems />
        <DevicePickers />
        <ProcessingSettings />
        <QualitySelector />
        <SelfViewSetting />
        <p className="muted">Changes take effect at once, without leaving the call.</p>
      </div>
    </Panel>
  );
}
