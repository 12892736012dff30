// The page of one drawing.
import { Viewer } from "./viewer.js";

const root = document.querySelector("[data-viewer]");
if (root) new Viewer(root);
