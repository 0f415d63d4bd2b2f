// Photos and documents on their way: made small enough for a slow network, then uploaded.

import { post } from "./queue.js";

const LARGE_BYTES = 1.5 * 1024 * 1024;
const LONGEST_SIDE_PX = 2560;
const QUALITY = 0.85;
const PATIENCE_MS = 5 * 60 * 1000;

export const MOST_FILES = 10;

/** Upload a file; returns its id. Errors: as of `post`; one with status 413 when it is too large. */
export async function upload(file, limitBytes) {
  const small = await shrunk(file);
  if (small.size > limitBytes) {
    throw Object.assign(new Error("too large"), { status: 413, code: "too_large" });
  }
  const body = new FormData();
  body.append("file", small, file.name);
  return (await post("/chat/upload", { body, patienceMs: PATIENCE_MS })).upload;
}

/** A large photo as a smaller JPEG; anything else, or what this browser cannot draw, as it is. */
async function shrunk(file) {
  if (!file.type.startsWith("image/") || file.size < LARGE_BYTES) return file;
  try {
    const picture = await createImageBitmap(file);
    const blob = await drawn(picture);
    picture.close();
    return blob && blob.size < file.size ? blob : file;
  } catch {
    return file;
  }
}

function drawn(picture) {
  const scale = Math.min(1, LONGEST_SIDE_PX / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
}

/** Small pictures of the photos among the files, for the resident's own line. */
export function previews(files) {
  return files.filter((file) => file.type.startsWith("image/")).map((file) => {
    const image = document.createElement("img");
    image.src = URL.createObjectURL(file);
    image.alt = "";
    image.className = "preview";
    image.addEventListener("load", () => URL.revokeObjectURL(image.src), { once: true });
    return image;
  });
}
