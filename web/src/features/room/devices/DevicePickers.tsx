import type { DeviceOption } from "../../../core/media/devices";
import { useMediaControls } from "../../../hooks/useMediaControls";
import { SelectField } from "../../../ui/Field";
import { MicrophoneLevel } from "./MicrophoneLevel";
import { SpeakerTest } from "./SpeakerTest";
import "./devices.css";

/** Camera, microphone and loudspeaker, each where there is something to choose, and whether they work. */
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
      <div className="pickers__one">
        <Picker
          label="Microphone"
          options={microphones}
          selected={media.microphoneId}
          onSelect={(id) => void service.selectMicrophone(id)}
        />
        <MicrophoneLevel />
      </div>
      <div className="pickers__one">
        {canChooseSpeaker && (
          <Picker
            label="Speaker"
            options={speakers}
            selected={media.speakerId}
            onSelect={(id) => service.selectSpeaker(id)}
          />
        )}
        <SpeakerTest />
      </div>
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
