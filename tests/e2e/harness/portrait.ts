/**
 * A drawn person in a drawn room in place of the browser's green test picture, so that screenshots look like a call.
 * The sound stays the fake microphone's.
 */
import type { BrowserContext } from "@playwright/test";

export interface Portrait {
  wall: string;
  light: string;
  furniture: string;
  skin: string;
  hair: string;
  clothes: string;
  longHair: boolean;
}

export const PORTRAITS = {
  study: {
    wall: "#b9c7c0",
    light: "#e8efe6",
    furniture: "#6f5846",
    skin: "#e2b08c",
    hair: "#4a3022",
    clothes: "#255e54",
    longHair: true,
  },
  office: {
    wall: "#c8bda9",
    light: "#f2e6cd",
    furniture: "#465a66",
    skin: "#8d5a3b",
    hair: "#1d1613",
    clothes: "#c98a3c",
    longHair: false,
  },
  cabin: {
    wall: "#8ea3b3",
    light: "#d3e2ea",
    furniture: "#5c4a3c",
    skin: "#f0c6a4",
    hair: "#b9b3aa",
    clothes: "#41506b",
    longHair: false,
  },
} as const satisfies Record<string, Portrait>;

export const PORTRAIT_WIDTH = 960;

/** To be called before the context's first page. */
export async function sitFor(context: BrowserContext, portrait: Portrait): Promise<void> {
  const frame = { width: PORTRAIT_WIDTH, height: (PORTRAIT_WIDTH * 9) / 16 };
  await context.addInitScript(replaceCamera, { look: portrait, frame });
}

/** Runs in the page, and so knows nothing but its argument. Drawn for 960 x 540. */
function replaceCamera({ look, frame }: { look: Portrait; frame: { width: number; height: number } }): void {
  const { width, height } = frame;

  function draw(to: CanvasRenderingContext2D, seconds: number): void {
    const wall = to.createRadialGradient(180, 120, 60, 300, 250, 900);
    wall.addColorStop(0, look.light);
    wall.addColorStop(1, look.wall);
    to.fillStyle = wall;
    to.fillRect(0, 0, width, height);
    drawRoom(to);
    to.save();
    to.translate(0, Math.sin(seconds * 1.6) * 3);
    drawPerson(to, seconds);
    to.restore();
  }

  function drawRoom(to: CanvasRenderingContext2D): void {
    to.fillStyle = look.light;
    to.fillRect(70, 50, 190, 230);
    to.fillStyle = look.wall;
    to.fillRect(160, 50, 8, 230);
    to.fillRect(70, 160, 190, 8);
    to.fillStyle = look.furniture;
    to.fillRect(690, 190, 230, 12);
    const colours = [look.clothes, look.light, look.hair, look.furniture, look.wall];
    for (const [index, colour] of colours.entries()) {
      to.fillStyle = colour;
      to.fillRect(712 + index * 26, 110 + (index % 3) * 14, 22, 80 - (index % 3) * 14);
    }
  }

  function drawPerson(to: CanvasRenderingContext2D, seconds: number): void {
    const ellipse = (colour: string, x: number, y: number, radiusX: number, radiusY: number) => {
      to.fillStyle = colour;
      to.beginPath();
      to.ellipse(x, y, radiusX, radiusY, 0, 0, 2 * Math.PI);
      to.fill();
    };
    const rounded = (colour: string, x: number, y: number, w: number, h: number, radius: number) => {
      to.fillStyle = colour;
      to.beginPath();
      to.roundRect(x, y, w, h, radius);
      to.fill();
    };
    if (look.longHair) rounded(look.hair, 378, 130, 204, 260, 96);
    rounded(look.clothes, 285, 392, 390, 260, 120);
    rounded(look.skin, 440, 320, 80, 110, 38);
    ellipse(look.hair, 480, 212, 100, 112);
    ellipse(look.skin, 480, 240, 84, 104);
    rounded(look.hair, 396, 124, 168, 62, 48);
    const blink = seconds % 4 > 3.85 ? 1.5 : 8;
    ellipse("#241a15", 449, 236, 7, blink);
    ellipse("#241a15", 511, 236, 7, blink);
    to.strokeStyle = "#7a3b32";
    to.lineWidth = 6;
    to.lineCap = "round";
    to.beginPath();
    to.arc(480, 272, 30, 0.25 * Math.PI, 0.75 * Math.PI);
    to.stroke();
  }

  function film(): MediaStreamTrack | undefined {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [width, height];
    const context = canvas.getContext("2d");
    if (context === null) return undefined;
    const paint = () => draw(context, performance.now() / 1000);
    paint();
    setInterval(paint, 100);
    return canvas.captureStream(10).getVideoTracks()[0];
  }

  const { mediaDevices } = navigator;
  const original = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (constraints) => {
    const stream = await original(constraints);
    for (const track of stream.getVideoTracks()) {
      const drawn = film();
      if (drawn === undefined) continue;
      stream.removeTrack(track);
      track.stop();
      stream.addTrack(drawn);
    }
    return stream;
  };
}
