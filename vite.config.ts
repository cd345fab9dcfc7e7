import { readFileSync, writeFileSync } from "node:fs";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig, type Plugin } from "vite";

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

export default defineConfig(({ isSsrBuild }) => ({
  plugins: isSsrBuild ? [] : [sprite(), tailwindcss()],
  // Relative, so that the files may be served under any STATIC_URL.
  base: "./",
  publicDir: false,
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  ssr: { noExternal: true },
  build: {
    outDir: "static/dist",
    manifest: !isSsrBuild,
    target: "es2022",
    // The sprite and the mark stay files: `<use>` can't point into a data: address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: isSsrBuild
      ? { output: { entryFileNames: "[name].js" } }
      : {
          input: [
            "static/src/css/main.css",
            "static/src/pages/site.ts",
            "static/src/pages/programme.ts",
            "static/src/live/room.tsx",
          ],
        },
  },
}));
