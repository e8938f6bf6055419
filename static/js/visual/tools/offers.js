// What the template lists for the slash menu, as items; those without a deed here are left out.
import { part } from "./wording.js";

export function listed(deedOf) {
  return [...part("commands").content.children]
    .map(({ value, dataset }) => ({ ...dataset, name: value, run: deedOf(value) }))
    .filter((item) => item.run);
}
