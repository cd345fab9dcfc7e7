import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig, type Plugin } from "vite";
import { allPages, sentences, wholeRoom } from "./static/room_view.ts";
import { subset } from "./static/subset.ts";

const SPRITE = "static/src/icons/sprite.svg";

/** One <symbol> of the sprite, from a Lucide file: its drawing without the <svg> around it. */
function symbol(name: string): string {
  const file = readFileSync(`node_modules/lucide-static/icons/${name}.svg`, "utf8");
  const drawing = file.slice(file.indexOf(">", file.indexOf("<svg")) + 1, file.indexOf("</svg>"));
  const paint = 'fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"';
  return `<symbol id="${name}" viewBox="0 0 24 24" ${paint}>${drawing.replace(/\s+/g, " ").trim()}</symbol>`;
}

/** Draws the sprite of the icons named in static/src/icons/used.txt, before anything imports it. */
function sprite(): Plugin {
  return {
    name: "sprite",
    buildStart() {
      this.addWatchFile("static/src/icons/used.txt");
      const names = readFileSync("static/src/icons/used.txt", "utf8").split("\n").filter(Boolean);
      const drawn = `<svg xmlns="http://www.w3.org/2000/svg">${names.map(symbol).join("")}</svg>\n`;
      writeFileSync(SPRITE, drawn);
    },
  };
}

const VIEWS = { "room_whole.css": wholeRoom, "pages.css": allPages };

/** Leaves of the one sheet what the room, or all other pages, can show; comes after Tailwind has written all of it. */
function sheets(): Plugin {
  return {
    name: "sheets",
    enforce: "pre",
    transform(code, id) {
      const found = Object.entries(VIEWS).find(([name]) => id.endsWith(`/css/${name}`));
      if (!found) {
        return null;
      }
      const { classes, files } = found[1]();
      for (const file of files) {
        this.addWatchFile(file);
      }
      return { code: subset(code, classes), map: null };
    },
  };
}

/** What is on the page already when a script comes. What both need lies in the earlier file then, and not in one more with a head of its own. */
const AFTER: Record<string, string> = {
  "pages/programme.ts": "./site.ts",
  "live/room.tsx": "../pages/site.ts",
  "live/rest.ts": "./room.tsx",
  "live/desk.ts": "./rest.ts",
  "live/decided.ts": "./rest.ts",
};

function gathered(): Plugin {
  return {
    name: "gathered",
    enforce: "pre",
    transform(code, id) {
      const found = Object.entries(AFTER).find(([name]) => id.endsWith(`/static/src/${name}`));
      return found ? { code: `import "${found[1]}";${code}`, map: null } : null;
    },
  };
}

const WORTH_IT = /\.(js|css|svg)$/;

/** Lists the sentences of the first view, and lays beside each file what a browser takes instead of it: packed once, here, as tightly as it goes. */
function packed(): Plugin {
  return {
    name: "packed",
    writeBundle({ dir = "" }) {
      writeFileSync(join(dir, ".vite", "texts.json"), JSON.stringify(sentences()));
      const folder = join(dir, "assets");
      for (const name of readdirSync(folder).filter((name) => WORTH_IT.test(name))) {
        const file = join(folder, name);
        const plain = readFileSync(file);
        const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length };
        writeFileSync(`${file}.br`, brotliCompressSync(plain, { params }));
        writeFileSync(`${file}.gz`, gzipSync(plain, { level: 9 }));
      }
    },
  };
}

export default defineConfig(({ isSsrBuild }) => ({
  plugins: isSsrBuild ? [] : [sprite(), tailwindcss(), gathered(), sheets(), packed()],
  // Relative, so that the files may be served under any STATIC_URL.
  base: "./",
  publicDir: false,
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  ssr: { noExternal: true },
  build: {
    outDir: "static/dist",
    manifest: !isSsrBuild,
    target: "es2022",
    // Those of Tailwind: older browsers lack the colours anyway, and what falls back for them weighs a third.
    cssTarget: ["chrome111", "firefox128", "safari16.4"],
    modulePreload: { polyfill: false },
    // The sprite and the mark stay files: `<use>` can't point into a data: address.
    assetsInlineLimit: 0,
    rollupOptions: isSsrBuild
      ? { output: { entryFileNames: "[name].js" } }
      : {
          input: [
            "static/src/css/main.css",
            "static/src/css/pages.css",
            "static/src/css/room_whole.css",
            "static/src/pages/site.ts",
            "static/src/pages/programme.ts",
            "static/src/live/entry.ts",
          ],
        },
  },
}));
