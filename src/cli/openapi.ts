/** `breakwater openapi`: the description of the HTTP interface, as `/openapi.json` serves it. */
import { Command } from "commander";
import { openApiDocument } from "../server/openapi/document.js";

export function openApiCommand(): Command {
  return new Command("openapi")
    .description("write the OpenAPI description of the HTTP interface")
    .action(() => {
      process.stdout.write(`${JSON.stringify(openApiDocument(), null, 1)}\n`);
    });
}
