// Draws the icons that phones want as PNG from favicon.svg, with the browser at hand.
//   node scripts/icons.mjs      CHROMIUM: /usr/bin/chromium unless set
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = new URL("../public/", import.meta.url).pathname;
const browser = process.env.CHROMIUM ?? "/usr/bin/chromium";
const mark = readFileSync(join(root, "favicon.svg"), "utf8").replace("#0b7a64", "#ffffff");
const ICONS = [
  // Systems cut a maskable icon to a shape of theirs, and keep the middle four fifths.
  { name: "maskable-512", size: 512, radius: 0, share: 0.5 },
  { name: "apple-touch-180", size: 180, radius: 0, share: 0.6 },
  { name: "icon-512", size: 512, radius: 0.22, share: 0.62 },
  { name: "icon-192", size: 192, radius: 0.22, share: 0.62 },
];

const folder = mkdtempSync(join(tmpdir(), "icons-"));
for (const { name, size, radius, share } of ICONS) {
  const page = join(folder, `${name}.html`);
  writeFileSync(
    page,
    `<style>
      body { margin: 0 }
      div { display: grid; place-items: center; width: ${size}px; height: ${size}px;
            border-radius: ${radius * size}px; background: #0b5f4f }
      svg { width: ${share * size}px }
    </style><div>${mark}</div>`,
  );
  const options = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    `--window-size=${size},${size}`,
  ];
  const target = join(root, "icons", `${name}.png`);
  execFileSync(browser, [...options, "--default-background-color=00000000", `--screenshot=${target}`, page], {
    stdio: "ignore",
  });
}
rmSync(folder, { recursive: true });
