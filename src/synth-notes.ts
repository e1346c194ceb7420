import { Construct } from 'constructs';
import { Findings } from './rules/findings';

/** The type of the construct metadata that a warning becomes. */
export const WARNING_METADATA = 'cdk8s-expose:warning';
/** The type of the construct metadata that a rule becomes which is allowed with a reason. */
export const ALLOWED_METADATA = 'cdk8s-expose:allowed';

/** The path of a construct as a user knows it: what is named `Default` is a part of its parent, at any depth. */
export function userPath(construct: Construct): string {
  return construct.node.path.replace(/\/Default(?=\/|$)/g, '');
}

/**
 * Runs what the constructor of a construct does: when it throws, neither the construct nor anything in it stays in the tree, so that bad input
 * yields no objects even where the error is caught.
 */
export function allOrNothing<T>(construct: Construct, make: () => T): T {
  try {
    return make();
  } catch (error) {
    construct.node.scope?.node.tryRemoveChild(construct.node.id);
    throw error;
  }
}

/** Leaves warnings, and what was allowed, as metadata of the construct, and shows the warnings once at synth. */
export function leaveNotes(construct: Construct, { warnings, accepted }: Findings): void {
  accepted.forEach(finding => construct.node.addMetadata(ALLOWED_METADATA, finding));
  if (warnings.length === 0) {
    return;
  }
  warnings.forEach(finding => construct.node.addMetadata(WARNING_METADATA, finding));
  let shown = false;
  construct.node.addValidation({
    validate: () => {
      if (!shown) {
        shown = true;
        process.stderr.write(warnings.map(({ rule, message }) => `warning: [${userPath(construct)}] ${rule}: ${message}\n`).join(''));
      }
      return [];
    },
  });
}
