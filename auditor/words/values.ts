// Values that sentences of several subjects are about.
export interface Party {
  readonly party: number;
}

export interface Parties {
  readonly parties: readonly number[];
}

export interface InExchange extends Party {
  readonly exchange: number;
}

export interface Transaction {
  readonly transaction: string;
}

export interface Block {
  readonly block: number;
}
