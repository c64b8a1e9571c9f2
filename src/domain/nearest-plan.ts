import { captionsRemedy } from "./captions-left.js";
import { ErosError } from "./errors.js";
import type { Counts } from "./nearest.js";
import { type Infeasible, isInfeasible, type WeekPlan } from "./week.js";

/**
 * A refusal with counts that really work. The rule that binds knows only its own limits: the counts that it names may
 * fail by another. Captions that lack then lower their own type, and time is asked again for what that leaves: it may
 * have room for more of the other type.
 * @param refused the refusal of `asked`
 * @param plan the week with other counts
 */
export function nearestPlan(
  refused: Infeasible,
  asked: Counts,
  plan: (counts: Counts) => WeekPlan | Infeasible,
): Infeasible {
  let { error, nearest } = refused;
  let lacking = false;
  let wanted = asked;
  while (nearest !== null) {
    const tried = plan(nearest);
    if (!isInfeasible(tried)) break;
    error = both(error, tried.error);
    if (tried.rule !== "captions") {
      nearest = tried.nearest;
      continue;
    }
    lacking = true;
    const left = tried.nearest ?? { ppv: 0, bump: 0 };
    wanted = {
      ppv: left.ppv < nearest.ppv ? left.ppv : wanted.ppv,
      bump: left.bump < nearest.bump ? left.bump : wanted.bump,
    };
    const again = plan(wanted);
    nearest = isInfeasible(again) ? again.nearest : wanted;
    if (isInfeasible(again) && again.rule === "captions") error = both(error, again.error);
  }
  return { ...refused, nearest, error: lacking ? withRemedy(error, captionsRemedy(nearest)) : error };
}

const both = (first: ErosError, second: ErosError): ErosError =>
  new ErosError(first.kind, `${first.message.replace(/\.$/, "")}; but ${second.message}`, second.remedy, {
    field: first.field,
    onScreen: second.onScreen,
  });

const withRemedy = (
  { kind, message, field }: ErosError,
  { remedy, onScreen }: ReturnType<typeof captionsRemedy>,
): ErosError => new ErosError(kind, message, remedy, { field, onScreen });
