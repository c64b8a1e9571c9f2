import { describe, expect, it } from "vitest";
import { expandHome, pathsOf } from "../../src/settings/paths.js";

describe("the program's folders", () => {
  it("are the XDG ones", () => {
    expect(pathsOf({ env: { HOME: "/home/kim" } })).toEqual({
      data: "/home/kim/.local/share/eros-tui",
      config: "/home/kim/.config/eros-tui",
      state: "/home/kim/.local/state/eros-tui",
    });
    expect(pathsOf({ env: { XDG_DATA_HOME: "/d", XDG_CONFIG_HOME: "/c", XDG_STATE_HOME: "/s" } })).toEqual({
      data: "/d/eros-tui",
      config: "/c/eros-tui",
      state: "/s/eros-tui",
    });
  });

  it("ignore a relative XDG variable, as the rules of XDG say", () => {
    expect(pathsOf({ env: { HOME: "/home/kim", XDG_DATA_HOME: "data" } }).data).toBe(
      "/home/kim/.local/share/eros-tui",
    );
  });

  it("lie in the home that the system knows where HOME is not set", () => {
    expect(pathsOf({ env: {}, systemHome: () => "/home/kim" }).config).toBe("/home/kim/.config/eros-tui");
  });

  it("are refused where no home is known", () => {
    const nobody = () => {
      throw new Error("uv_os_homedir returned ENOENT");
    };
    const unknown = pathsOf({ env: { XDG_STATE_HOME: "/s" }, systemHome: nobody });
    expect(() => unknown.data).toThrow(
      "the home folder is not known: HOME is not set and neither is XDG_DATA_HOME",
    );
    // Only to whoever asks for one that would lie there.
    expect(unknown.state).toBe("/s/eros-tui");
    expect(() => pathsOf({ env: { HOME: "" } }).config).toThrow("HOME is “”, no absolute path");
    expect(() => pathsOf({ env: { HOME: "kim" } }).state).toThrow("HOME is “kim”, no absolute path");
  });
});

describe("a path with ~", () => {
  const kim = { env: { HOME: "/home/kim" } };
  it("lies in the home folder", () => {
    expect(expandHome("~/a/b", kim)).toBe("/home/kim/a/b");
    expect(expandHome("~", kim)).toBe("/home/kim");
  });
  it("of another user, or none, stays as it is", () => {
    expect(expandHome("~anna/a", kim)).toBe("~anna/a");
    expect(expandHome("/a/~/b", kim)).toBe("/a/~/b");
  });
});
