import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { seedDemo } from "../src/pipeline/demo.js";
import { makeWorld, type World } from "./world.js";

/** A folder for the files of one run. */
export class Place {
  private constructor(
    readonly home: string,
    private readonly owned: boolean,
  ) {}

  static fresh(): Place {
    return new Place(mkdtempSync(join(tmpdir(), "eros-bench-")), true);
  }

  /** The folder of the process that started this one. */
  static of(home: string): Place {
    return new Place(home, false);
  }

  /** The demo as a bare start would find it. */
  async demo(): Promise<string> {
    const file = join(this.home, "eros-tui", "demo.duckdb");
    if (!existsSync(file)) await seedDemo(file);
    return file;
  }

  /** A warehouse of this size, made at first use; what is done to it stays in it. */
  async world(world: World): Promise<string> {
    const file = join(this.home, `${world.pages}-pages-${world.banks}-banks.duckdb`);
    if (!existsSync(file)) await makeWorld(await this.demo(), file, world);
    return file;
  }

  /** A copy to write into. */
  copy(file: string, name: string): string {
    const path = join(this.home, name);
    copyFileSync(file, path);
    return path;
  }

  remove(): void {
    if (this.owned) rmSync(this.home, { recursive: true, force: true });
  }
}
