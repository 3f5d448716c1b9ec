/** Three soft notes, made on the spot, to find out whether and where one hears. */
const NOTES_HZ = [523.25, 659.25, 783.99];
const NOTE_SECONDS = 0.22;
const LOUDNESS = 0.18;

/**
 * Plays through the chosen loudspeaker where the browser can choose; resolves at the end, rejects if it may not play.
 */
export async function playTestSound(speakerId: string | undefined): Promise<void> {
  const context = new AudioContext();
  // By way of an element, because more browsers can choose its loudspeaker than the graph's own.
  const output = context.createMediaStreamDestination();
  const element = new Audio();
  element.srcObject = output.stream;
  try {
    if (speakerId !== undefined && "setSinkId" in element) await element.setSinkId(speakerId);
    await context.resume();
    await element.play();
    const notes = NOTES_HZ.map((pitch, index) =>
      playNote(context, output, pitch, context.currentTime + 0.05 + index * NOTE_SECONDS),
    );
    await Promise.all(notes);
  } finally {
    element.srcObject = null;
    await context.close();
  }
}

function playNote(context: AudioContext, output: AudioNode, pitch: number, start: number): Promise<void> {
  const tone = new OscillatorNode(context, { type: "sine", frequency: pitch });
  const envelope = new GainNode(context, { gain: 0 });
  tone.connect(envelope).connect(output);
  envelope.gain.setValueAtTime(0, start);
  envelope.gain.linearRampToValueAtTime(LOUDNESS, start + 0.02);
  envelope.gain.exponentialRampToValueAtTime(0.001, start + NOTE_SECONDS * 2);
  tone.start(start);
  tone.stop(start + NOTE_SECONDS * 2);
  return new Promise((resolve) => {
    tone.onended = () => resolve();
  });
}
