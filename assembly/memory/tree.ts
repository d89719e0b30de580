/**
 * Trees of legs that are made and dropped within a command: in order from left to right, whatever the order is, with sums over
 * what lies below each. Nodes are given in the order in which a tree is made, so that neighbours lie side by side in memory. The
 * node of the greatest number drawn from its place lies above the others: a tree's depth grows with the logarithm of its nodes.
 *
 *   | left, right, parent, count | own: 8 bytes more than the sums need | sums over the node and all below |
 *
 * What is summed depends on the tree: of a tree of ranks, the most that any leg in it can bear (liquidation/adl-tree).
 */
import { TREE_NODE_BYTES } from "./derived";

@unmanaged
export class TreeNode {
  left: u32;
  right: u32;
  parent: u32;
  /** Nodes in the tree below, this one too. */
  count: u32;
  score: f32;
  /** What this leg can bear by lot, and in all; and the most of either below. */
  reach: f32;
  spare: f32;
  mostReach: f32;
  mostSpare: f32;
  /** The row of the leg, and which tree it is in: known to who keeps the trees. */
  leg: u32;
  side: u32;
}

if (offsetof<TreeNode>() > TREE_NODE_BYTES) ERROR("a node of a tree does not fit");

/** A node of the tree at that address; the one of row 0 is none: nothing hangs below it, and it counts nothing. */
export function treeNodeAt(tree: usize, row: u32): TreeNode {
  return changetype<TreeNode>(tree + <usize>row * TREE_NODE_BYTES);
}

/** The number drawn from a row, a mix of its bits: the greater lies above. Different for different rows. */
export function height(row: u32): u32 {
  const once = (row ^ (row >> 16)) * 0x85eb_ca6b;
  const twice = (once ^ (once >> 13)) * 0xc2b2_ae35;
  return twice ^ (twice >> 16);
}

/** Counts a node anew from its children. */
function refresh(tree: usize, row: u32): void {
  const node = treeNodeAt(tree, row);
  node.count = 1;
  node.mostReach = node.reach;
  node.mostSpare = node.spare;
  if (node.left != 0) include(node, treeNodeAt(tree, node.left));
  if (node.right != 0) include(node, treeNodeAt(tree, node.right));
}

function include(node: TreeNode, child: TreeNode): void {
  node.count += child.count;
  node.mostReach = max(node.mostReach, child.mostReach);
  node.mostSpare = max(node.mostSpare, child.mostSpare);
}

function refreshUpward(tree: usize, from: u32): void {
  for (let row = from; row != 0; row = treeNodeAt(tree, row).parent) refresh(tree, row);
}

/** Puts `by` where `row` was under its parent. */
function replaceChild(tree: usize, parent: u32, row: u32, by: u32): void {
  if (by != 0) treeNodeAt(tree, by).parent = parent;
  if (parent == 0) return;
  const above = treeNodeAt(tree, parent);
  if (above.left == row) above.left = by;
  else above.right = by;
}

/** Turns a node and its parent around; the order stays. */
function rotateUp(tree: usize, row: u32): void {
  const node = treeNodeAt(tree, row);
  const parent = node.parent;
  const above = treeNodeAt(tree, parent);
  replaceChild(tree, above.parent, parent, row);
  if (above.left == row) {
    above.left = node.right;
    if (node.right != 0) treeNodeAt(tree, node.right).parent = parent;
    node.right = parent;
  } else {
    above.right = node.left;
    if (node.left != 0) treeNodeAt(tree, node.left).parent = parent;
    node.left = parent;
  }
  // `replaceChild` has given the node its parent.
  above.parent = row;
  refresh(tree, parent);
  refresh(tree, row);
}

function begin(node: TreeNode): void {
  node.left = 0;
  node.right = 0;
  node.parent = 0;
}

/** Hangs a leaf to the left or right of a node that has none there (of none: a tree of one); returns the tree's root. */
export function hang(tree: usize, root: u32, parent: u32, left: bool, row: u32): u32 {
  const node = treeNodeAt(tree, row);
  begin(node);
  refresh(tree, row);
  if (parent == 0) return row;
  node.parent = parent;
  if (left) treeNodeAt(tree, parent).left = row;
  else treeNodeAt(tree, parent).right = row;
  while (node.parent != 0 && height(row) > height(node.parent)) rotateUp(tree, row);
  refreshUpward(tree, node.parent);
  return node.parent == 0 ? row : root;
}

/** Takes a node out; returns the tree's root. */
export function unhang(tree: usize, root: u32, row: u32): u32 {
  const node = treeNodeAt(tree, row);
  let top = root;
  while ((node.left | node.right) != 0) {
    const left = node.left;
    const right = node.right;
    const child = right == 0 || (left != 0 && height(left) > height(right)) ? left : right;
    rotateUp(tree, child);
    if (top == row) top = child;
  }
  const parent = node.parent;
  replaceChild(tree, parent, row, 0);
  refreshUpward(tree, parent);
  node.parent = 0;
  return top == row ? 0 : top;
}

/** Where `append` has come to: the rightmost node. */
let rightmost: u32 = 0;

/** Begins a tree that is made in order, by `append`; sums are counted by `finishTree`. */
export function beginTree(): void {
  rightmost = 0;
}

/** Puts a node to the right of all others; returns the tree's root. */
export function append(tree: usize, root: u32, row: u32): u32 {
  const node = treeNodeAt(tree, row);
  begin(node);
  let below: u32 = 0;
  let above = rightmost;
  while (above != 0 && height(above) < height(row)) {
    below = above;
    above = treeNodeAt(tree, above).parent;
  }
  node.left = below;
  if (below != 0) treeNodeAt(tree, below).parent = row;
  node.parent = above;
  if (above != 0) treeNodeAt(tree, above).right = row;
  rightmost = row;
  return above == 0 ? row : root;
}

/** Counts the sums of a tree made by `append`, from its leaves up. */
export function finishTree(tree: usize, root: u32): void {
  if (root == 0) return;
  finishTree(tree, treeNodeAt(tree, root).left);
  finishTree(tree, treeNodeAt(tree, root).right);
  refresh(tree, root);
}

/** How many nodes stand before one. */
export function countBefore(tree: usize, row: u32): u32 {
  let count = countOf(tree, treeNodeAt(tree, row).left);
  for (let at = row; at != 0; ) {
    const parent = treeNodeAt(tree, at).parent;
    if (parent != 0 && treeNodeAt(tree, parent).right == at) {
      count += 1 + countOf(tree, treeNodeAt(tree, parent).left);
    }
    at = parent;
  }
  return count;
}

function countOf(tree: usize, row: u32): u32 {
  return row == 0 ? 0 : treeNodeAt(tree, row).count;
}
