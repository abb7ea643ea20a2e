// A binary heap whose items know their place, so that any item can be removed or moved in O(log n).

export interface HeapItem {
  /** Kept by the heap the item is in; -1 = in no heap. */
  heapIndex: number;
}

export interface IndexedHeap<Item extends HeapItem> {
  readonly size: number;
  peek(): Item | undefined;
  push(item: Item): void;
  pop(): Item | undefined;
  /** The item must be in this heap. */
  remove(item: Item): void;
  /** The item's order changed; it must be in this heap. */
  update(item: Item): void;
  has(item: Item): boolean;
  items(): readonly Item[];
}

/** @param before a strict total order */
export function createIndexedHeap<Item extends HeapItem>(
  before: (a: Item, b: Item) => boolean,
): IndexedHeap<Item> {
  const heap: Item[] = [];

  function put(item: Item, index: number): void {
    heap[index] = item;
    item.heapIndex = index;
  }

  function moveUp(item: Item, from: number): void {
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >>> 1;
      const other = heap[parent];
      if (other === undefined || !before(item, other)) break;
      put(other, index);
      index = parent;
    }
    put(item, index);
  }

  function moveDown(item: Item, from: number): void {
    let index = from;
    for (;;) {
      let child = 2 * index + 1;
      let smaller = heap[child];
      if (smaller === undefined) break;
      const right = heap[child + 1];
      if (right !== undefined && before(right, smaller)) {
        smaller = right;
        child += 1;
      }
      if (!before(smaller, item)) break;
      put(smaller, index);
      index = child;
    }
    put(item, index);
  }

  function update(item: Item): void {
    const index = item.heapIndex;
    moveUp(item, index);
    if (item.heapIndex === index) moveDown(item, index);
  }

  function remove(item: Item): void {
    const index = item.heapIndex;
    item.heapIndex = -1;
    const last = heap.pop();
    if (last === undefined || last === item) return;
    put(last, index);
    update(last);
  }

  return {
    get size() {
      return heap.length;
    },
    peek: () => heap[0],
    push(item) {
      moveUp(item, heap.length);
    },
    pop() {
      const top = heap[0];
      if (top !== undefined) remove(top);
      return top;
    },
    remove,
    update,
    has: (item) => item.heapIndex !== -1 && heap[item.heapIndex] === item,
    items: () => heap,
  };
}
