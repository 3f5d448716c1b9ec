import type { DeviceOption } from "../../../core/media/devices";
import { useTranslation } from "../../../hooks/translation";
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
        kind="camera"
        options={cameras}
        selected={media.cameraId}
        onSelect={(id) => void service.selectCamera(id)}
      />
      <div className="pickers__one">
        <Picker
          kind="microphone"
          options={microphones}
          selected={media.microphoneId}
          onSelect={(id) => void service.selectMicrophone(id)}
        />
        <MicrophoneLevel />
      </div>
      <div className="pickers__one">
        {canChooseSpeaker && (
          <Picker
            kind="speaker"
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
  kind: "camera" | "microphone" | "speaker";
  options: readonly DeviceOption[];
  selected: string | undefined;
  onSelect: (id: string) => void;
}

function Picker({ kind, options, selected, onSelect }: PickerProps) {
  const { t } = useTranslation();
  if (options.length === 0) return null;
  return (
    <SelectField
      label={t(`devices.${kind}`)}
      value={selected}
      onChange={(event) => onSelect(event.target.value)}
    >
      {options.map(({ id, label }, index) => (
        <option key={id} value={id}>
          {label || t("devices.unnamed", { kind, place: index + 1 })}
        </option>
      ))}
    </SelectField>
  );
}
