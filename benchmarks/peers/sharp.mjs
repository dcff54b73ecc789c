// Make renditions of a photo with sharp, on one thread. The task comes as JSON on standard input;
// what is printed is the CPU seconds that it took, and with which versions. The working folder
// is where sharp is installed.

import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const sharp = createRequire(`${process.cwd()}/`)("sharp");
sharp.concurrency(1);
sharp.cache(false);

const { source, folder, wanted } = JSON.parse(readFileSync(0, "utf8"));
const before = process.cpuUsage();
let picture = sharp(source).autoOrient();
let above = { width: 0, height: 0 };
for (const { width, height, format, quality, effort } of wanted) {
  if (above.width !== width || above.height !== height) {
    const { data, info } = await picture
      .resize(width, height, { fit: "fill" })
      .raw()
      .toBuffer({ resolveWithObject: true });
    picture = sharp(data, { raw: info });
    above = info;
  }
  const shown = picture.clone();
  const made =
    format === "avif"
      ? shown.avif({ quality, effort, chromaSubsampling: "4:2:0" })
      : shown.jpeg({ quality, progressive: true, chromaSubsampling: "4:2:0" });
  writeFileSync(join(folder, `${width}.${format}`), await made.toBuffer());
}
const { user, system } = process.cpuUsage(before);
const version = `sharp ${sharp.versions.sharp} with libvips ${sharp.versions.vips}`;
console.log(JSON.stringify({ cpu: (user + system) / 1e6, version }));
