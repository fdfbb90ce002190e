package network

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
)

// PutMedia keeps bytes under their hash, before the message that shows them. Doing it twice keeps them once.
func (n *Network) PutMedia(ctx context.Context, data []byte) (hash string, err error) {
	sum := sha256.Sum256(data)
	hash = hex.EncodeToString(sum[:])
	if data == nil {
		data = []byte{}
	}
	err = n.write(ctx, func(t *tx) error {
		_, err := t.exec("INSERT OR IGNORE INTO media (sha256, bytes) VALUES (?, ?)", hash, data)
		return err
	})
	return hash, err
}

// Media returns the bytes that phones show.
func (n *Network) Media(ctx context.Context, hash string) (data []byte, err error) {
	err = n.reader.QueryRowContext(ctx, "SELECT bytes FROM media WHERE sha256 = ?", hash).Scan(&data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, Refuse(CodeMediaUnknown, "there is no media %s", hash)
	} else if err != nil {
		return nil, fmt.Errorf("read media: %w", err)
	}
	return data, nil
}

func (t *tx) mustHaveMedia(media *Media) error {
	if media == nil {
		return nil
	}
	found, err := t.get("SELECT LENGTH(bytes) FROM media WHERE sha256 = ?", []any{media.SHA256}, &media.Size)
	if err != nil {
		return err
	} else if !found {
		return Refuse(CodeMediaUnknown, "there is no media %s", media.SHA256)
	}
	return nil
}
