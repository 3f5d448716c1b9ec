import type { DeviceOption } from "../../core/media/devices";
import { useMediaControls } from "../../hooks/useMediaControls";
import { SelectField } from "../../ui/Field";
import "./device-pickers.css";

/** Camera, microphone and loudspeaker, each where there is something to choose. */
export function DevicePickers() {
  const { media, service } = useMediaControls();
  const { cameras, microphones, speakers } = media.devices;
  const canChooseSpeaker = "setSinkId" in HTMLMediaElement.prototype;
  return (
    <div className="pickers">
      <Picker
        label="Camera"
        options={cameras}
        selected={media.cameraId}
        onSelect={(id) => void service.selectCamera(id)}
      />
      <Picker
        label="Microphone"
        options={microphones}
        selected={media.microphoneId}
        onSelect={(id) => void service.selectMicrophone(id)}
      />
      {canChooseSpeaker && (
        <Picker
          label="Speaker"
          options={speakers}
          selected={media.speakerId}
          onSelect={(id) => service.selectSpeaker(id)}
        />
      )}
    </div>
  );
}

interface PickerProps {
  label: string;
  options: readonly DeviceOption[];
  selected: string | undefined;
  onSelect: (id: string) => void;
}

function Picker({ label, options, selected, onSelect }: PickerProps) {
  if (options.length === 0) return null;
  return (
    <SelectField label={label} value={selected} onChange={(event) => onSelect(event.target.value)}>
      {options.map(({ id, label: name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}
