/** The only thing the core asks of its host: to take the events that stand in the event buffer. */
@external("host", "drain")
export declare function drain(bytes: i32): void;
