/** `breakwater profiles [NAME]`: ready policies in the manner of venues, as commands to begin from. */
import { Command } from "commander";
import { profiles } from "../profiles/all.js";
import { commandsOf } from "../profiles/profile.js";
import { ReplayFailure } from "./command-lines.js";

const line = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`);

function run(name: string | undefined): void {
  if (name === undefined) {
    for (const { name: venue, contract, sources, differs } of Object.values(profiles)) {
      line({ profile: venue, contract, sources, differs });
    }
    return;
  }
  const profile = profiles[name];
  if (profile === undefined) {
    throw new ReplayFailure(`profiles: no ${name}; there are ${Object.keys(profiles).join(", ")}`, 2);
  }
  const names = {
    domain: name,
    market: profile.contract.split(" ")[0] as string,
    sources: [{ source: "index" }],
  };
  for (const command of commandsOf(profile, names)) line(command);
}

export function profilesCommand(): Command {
  return new Command("profiles")
    .description("list the venue profiles, or write one's domain and market as commands (JSON Lines)")
    .argument("[name]", "a venue, such as binance")
    .action(run);
}
