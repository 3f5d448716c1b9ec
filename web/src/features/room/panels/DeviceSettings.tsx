import { mediaSentence } from "../../../core/sentences";
import { useMediaControls } from "../../../hooks/useMediaControls";
import { Notice } from "../../../ui/Notice";
import { DevicePickers } from "../DevicePickers";
import { QualitySelector } from "../quality/QualitySelector";
import { Panel } from "./Panel";

export function DeviceSettings({ onClose }: { onClose: () => void }) {
  const { media } = useMediaControls();
  return (
    <Panel title="Settings" onClose={onClose}>
      <div className="panel__body stack">
        {(["video", "audio"] as const).map((kind) => {
          const problem = media.problems[kind];
          if (problem === null) return null;
          const { title, advice } = mediaSentence(kind, problem.why);
          return (
            <Notice key={kind} title={title} tone="warning">
              {advice}
            </Notice>
          );
        })}
        <DevicePickers />
        <QualitySelector />
        <p className="muted">Changes take effect at once, without leaving the call.</p>
      </div>
    </Panel>
  );
}
