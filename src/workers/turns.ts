/**
 * Rounds of the queue that had no place at an account wait here for their turn. What a turn brings
 * is for the next round of its shard, which gives back what it does not use.
 */
import type { AccountKey } from '../ports/workers.ts';
import type { AccountGates, Place } from './account-gates.ts';

interface Turn {
  readonly shard: number;
  readonly account: string;
  /** Null: it has not come yet. */
  place: Place | null;
}

export const nameOf = ({ connector, account }: AccountKey) => `${connector}/${account}`;

export class Turns {
  readonly #gates: Pick<AccountGates, 'turn'>;
  readonly #turns = new Map<string, Turn>();
  #isOver = false;

  constructor(gates: Pick<AccountGates, 'turn'>) {
    this.#gates = gates;
  }

  /** Waits for a place for a shard, once; `come` is called when `take` has it. */
  waitFor(shard: number, key: AccountKey, come: () => void): void {
    const name = `${shard} ${nameOf(key)}`;
    if (this.#turns.has(name)) return;
    const turn: Turn = { shard, account: nameOf(key), place: null };
    this.#turns.set(name, turn);
    void this.#gates.turn(key).then((place) => {
      if (this.#isOver) return place.drop();
      turn.place = place;
      come();
    });
  }

  /** The places that a shard's turns have brought, by the names of their accounts. */
  take(shard: number): Map<string, Place[]> {
    const places = new Map<string, Place[]>();
    for (const [name, turn] of this.#turns) {
      if (turn.shard !== shard || turn.place === null) continue;
      this.#turns.delete(name);
      places.set(turn.account, [turn.place]);
    }
    return places;
  }

  /** Nobody takes any more: all places are dropped. */
  end(): void {
    this.#isOver = true;
    for (const { place } of this.#turns.values()) place?.drop();
    this.#turns.clear();
  }
}
