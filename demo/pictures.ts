import sharp from "sharp";

/** A sequence of numbers from 0 to 1 that is the same for the same seed (mulberry32), so that pictures are too. */
function sequence(seed: number): () => number {
  let state = (seed * 2_654_435_761) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const WIDTH = 800;
const HEIGHT = 600;

const render = (body: string, background: string): Promise<Uint8Array> =>
  sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}"><rect width="100%" height="100%" fill="${background}"/>${body}</svg>`,
    ),
  )
    .jpeg({ quality: 85 })
    .toBuffer();

const circle = (x: number, y: number, r: number, fill: string, opacity: number): string =>
  `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${r.toFixed(1)}" fill="${fill}" fill-opacity="${opacity.toFixed(2)}"/>`;

const SKINS = ["#e8c3a6", "#d7a583", "#c08a64", "#96643f", "#6b4329"] as const;

/** Skin with a patch: ring-shaped, scaly or pigmented. An illustration; nobody's skin. */
export function drawSkin(seed: number, patch: "ring" | "scale" | "pigment" = "ring"): Promise<Uint8Array> {
  const next = sequence(seed + 1);
  const skin = SKINS[Math.floor(next() * SKINS.length)] ?? SKINS[1];
  const [x, y, size] = [300 + next() * 200, 230 + next() * 140, 80 + next() * 60];
  const texture = Array.from({ length: 260 }, () =>
    circle(
      next() * WIDTH,
      next() * HEIGHT,
      2 + next() * 9,
      next() > 0.5 ? "#fff0e2" : "#5b3a28",
      0.03 + next() * 0.05,
    ),
  );
  const colour = patch === "pigment" ? "#3a2219" : "#9c3b32";
  const spots = Array.from({ length: 150 }, () => {
    const angle = next() * Math.PI * 2;
    const distance = patch === "ring" ? size * (0.78 + next() * 0.3) : size * Math.sqrt(next());
    const fill = patch === "scale" && next() > 0.7 ? "#f6e9dd" : colour;
    return circle(
      x + Math.cos(angle) * distance * 1.2,
      y + Math.sin(angle) * distance,
      5 + next() * 14,
      fill,
      0.1 + next() * 0.22,
    );
  });
  return render([...texture, ...spots].join(""), skin);
}

/** A rhythm strip on its grid: regular, or with beats out of time. */
export function drawStrip(seed: number, rhythm: "regular" | "irregular"): Promise<Uint8Array> {
  const next = sequence(seed + 1);
  const grid = Array.from({ length: 80 }, (_, index) => {
    const [at, strong] = [index * 12, index % 5 === 0 ? 1.4 : 0.6];
    return `<path d="M${at} 0V${HEIGHT}M0 ${at}H${WIDTH}" stroke="#e7a3a3" stroke-width="${strong}" fill="none"/>`;
  });
  const lines = [150, 330, 510].map((base) => {
    let [x, path] = [0, `M0 ${base}`];
    while (x < WIDTH) {
      const gap = rhythm === "regular" ? 120 : 40 + next() * 190;
      path += ` h${(gap * 0.3).toFixed(1)} q8 -16 16 0 h8 l4 8 l6 -${(78 + next() * 12).toFixed(1)} l7 92 l5 -22 h10 q14 -26 28 0`;
      x += gap * 0.3 + 84;
    }
    return `<path d="${path}" stroke="#1c1c22" stroke-width="2.2" fill="none"/>`;
  });
  return render([...grid, ...lines].join(""), "#fff6f2");
}

/** The back of an eye: disc, vessels, and dots of haemorrhage. */
export function drawFundus(seed: number): Promise<Uint8Array> {
  const next = sequence(seed + 1);
  const vessels = Array.from({ length: 14 }, (_, index) => {
    const angle = (index / 14) * Math.PI * 2 + next() * 0.3;
    const [dx, dy] = [Math.cos(angle) * 260, Math.sin(angle) * 240];
    return `<path d="M520 290 q${(dx * 0.4 + 40 * next()).toFixed(1)} ${(dy * 0.7).toFixed(1)} ${dx.toFixed(1)} ${dy.toFixed(1)}" stroke="#7e1d14" stroke-width="${(2 + next() * 5).toFixed(1)}" stroke-opacity=".7" fill="none"/>`;
  });
  const dots = Array.from({ length: 26 }, () =>
    circle(190 + next() * 360, 130 + next() * 340, 2 + next() * 7, "#6d120d", 0.75),
  );
  return render(
    `<circle cx="400" cy="300" r="285" fill="#c8552b"/><circle cx="330" cy="310" r="70" fill="#9c3a1f" fill-opacity=".5"/><clipPath id="eye"><circle cx="400" cy="300" r="285"/></clipPath><g clip-path="url(#eye)">${vessels.join("")}${dots.join("")}</g><circle cx="520" cy="290" r="46" fill="#f4c98a"/>`,
    "#050505",
  );
}

/** A chest radiograph in outline, with a shadow where one is wanted. */
export function drawChest(seed: number): Promise<Uint8Array> {
  const next = sequence(seed + 1);
  const ribs = Array.from({ length: 9 }, (_, index) => {
    const y = 110 + index * 46;
    return [-1, 1]
      .map(
        (side) =>
          `<path d="M400 ${y} q${side * 150} -40 ${side * 265} 60" stroke="#c9c9c9" stroke-opacity=".26" stroke-width="15" fill="none"/>`,
      )
      .join("");
  });
  const shadow = Array.from({ length: 40 }, () =>
    circle(255 + next() * 70, 330 + next() * 80, 8 + next() * 22, "#e8e8e8", 0.06 + next() * 0.05),
  );
  return render(
    `<ellipse cx="270" cy="310" rx="135" ry="220" fill="#161616"/><ellipse cx="530" cy="310" rx="135" ry="220" fill="#161616"/><path d="M370 60h60v480h-60z" fill="#bdbdbd" fill-opacity=".5"/><path d="M400 300 q120 10 110 200 l-170 20 q-20 -150 60 -220" fill="#cfcfcf" fill-opacity=".55"/>${ribs.join("")}${shadow.join("")}`,
    "#5a5a5a",
  );
}

/** A blood film: red cells, some odd ones, a few white cells. */
export function drawFilm(seed: number): Promise<Uint8Array> {
  const next = sequence(seed + 1);
  const cells = Array.from({ length: 210 }, () => {
    const [x, y, r] = [next() * WIDTH, next() * HEIGHT, 17 + next() * 9];
    return `${circle(x, y, r, "#d98c8c", 0.85)}${circle(x, y, r * 0.4, "#f3d4d4", 0.8)}`;
  });
  const white = Array.from({ length: 4 }, () => {
    const [x, y] = [80 + next() * 640, 80 + next() * 440];
    return `${circle(x, y, 42, "#cdbfe6", 0.9)}${circle(x - 8, y - 4, 20, "#57358f", 0.9)}${circle(x + 14, y + 8, 16, "#57358f", 0.9)}`;
  });
  return render([...cells, ...white].join(""), "#f8ecef");
}
