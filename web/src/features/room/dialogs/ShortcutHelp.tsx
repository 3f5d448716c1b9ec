import { useServices } from "../../../hooks/services";
import { useStorePart } from "../../../hooks/useStore";
import { Dialog } from "../../../ui/Dialog";
import { CheckField } from "../../../ui/Field";
import { SHORTCUTS } from "../call/shortcuts";
import "./dialogs.css";

export default function ShortcutHelp({ onClose }: { onClose: () => void }) {
  const { preferences } = useServices();
  const isEnabled = useStorePart(preferences.state, ({ shortcuts }) => shortcuts);
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose}>
      <dl className="shortcuts">
        {SHORTCUTS.map(({ key, does }) => (
          <div key={key} className="shortcuts__row">
            <dt>
              <kbd className="key">{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <CheckField
        label="Use these letters in calls"
        hint="Turn them off if you speak to your computer, or press keys by accident."
        checked={isEnabled}
        onChange={(event) => preferences.set({ shortcuts: event.target.checked })}
      />
    </Dialog>
  );
}
