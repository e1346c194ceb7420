/** A change from one thing to another. */
export interface Change<T> {
  readonly from: T;
  readonly to: T;
}

/**
 * Every change from each of the things to each other one, exactly once, in an order in which each begins where the one before ended:
 * an Eulerian circuit, after Hierholzer.
 */
export function circuit<T>(things: readonly T[]): Change<T>[] {
  const open = new Map(things.map(from => [from, things.filter(to => to !== from)]));
  const path = [things[0]];
  const visited: T[] = [];
  while (path.length > 0) {
    const next = open.get(path[path.length - 1])!.pop();
    if (next === undefined) {
      visited.unshift(path.pop()!);
    } else {
      path.push(next);
    }
  }
  return visited.slice(1).map((to, index) => ({ from: visited[index], to }));
}
