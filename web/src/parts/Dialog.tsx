// A dialog: the library's, but for its heading, which would be a second banner of
// the page to those who do not see it.
import { Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { words } from "../words";
import classes from "./Dialog.module.css";

interface Props {
  opened: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
}

export function Dialog({ opened, onClose, title, children }: Props) {
  return (
    <Modal.Root opened={opened} onClose={onClose}>
      <Modal.Overlay />
      <Modal.Content>
        <div className={classes.head}>
          <Modal.Title>{title}</Modal.Title>
          <Modal.CloseButton aria-label={words.common.close} />
        </div>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
