// Where else does the person on these photos appear? Asks a FaceCheck API, with the standard library.
// Usage: LIKENESS_API_KEY=... go run search.go photo.jpg [photo.jpg [photo.jpg]]
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"time"
)

const mostPolls = 120

// Reply is what this vendor answers, errors too, and those with status 200.
type Reply struct {
	SearchID string `json:"id_search"`
	Message  string `json:"message"`
	Progress int    `json:"progress"`
	Error    string `json:"error"`
	Code     string `json:"code"`
	Output   *struct {
		Items []struct {
			Score int    `json:"score"`
			URL   string `json:"url"`
		} `json:"items"`
	} `json:"output"`
}

var client = http.Client{Timeout: time.Minute}

func call(path, contentType string, body io.Reader) (reply Reply, err error) {
	address := os.Getenv("LIKENESS_URL")
	if address == "" {
		address = "http://127.0.0.1:8686"
	}
	request, err := http.NewRequest(http.MethodPost, address+"/api/"+path, body)
	if err != nil {
		return reply, err
	}
	request.Header.Set("Authorization", os.Getenv("LIKENESS_API_KEY"))
	if contentType != "" {
		request.Header.Set("Content-Type", contentType)
	}
	response, err := client.Do(request)
	if err != nil {
		return reply, err
	}
	defer response.Body.Close()
	err = json.NewDecoder(response.Body).Decode(&reply)
	if err == nil && reply.Error != "" {
		err = fmt.Errorf("%s: %s", reply.Code, reply.Error)
	} else if response.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s answered with status %d", address, response.StatusCode)
	}
	return reply, err
}

func upload(photos []string) (Reply, error) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for _, photo := range photos {
		content, err := os.ReadFile(photo)
		if err != nil {
			return Reply{}, err
		}
		// Writing to memory does not fail.
		part, _ := form.CreateFormFile("images", filepath.Base(photo))
		part.Write(content)
	}
	form.Close()
	return call("upload_pic", form.FormDataContentType(), &body)
}

// The first of its requests starts the search, the others only ask how far it is.
func search(id string) (Reply, error) {
	wanted, _ := json.Marshal(map[string]any{"id_search": id, "with_progress": true})
	for poll := 0; poll < mostPolls; poll++ {
		if poll > 0 {
			time.Sleep(time.Second)
		}
		reply, err := call("search", "application/json", bytes.NewReader(wanted))
		if err != nil {
			return reply, err
		}
		fmt.Fprintf(os.Stderr, "%d %% %s\n", reply.Progress, reply.Message)
		if reply.Output != nil {
			return reply, nil
		}
	}
	return Reply{}, fmt.Errorf("gave up after %d polls", mostPolls)
}

func run(photos []string) error {
	uploaded, err := upload(photos)
	if err != nil {
		return err
	}
	found, err := search(uploaded.SearchID)
	if err != nil {
		return err
	}
	for _, item := range found.Output.Items {
		fmt.Printf("%d\t%s\n", item.Score, item.URL)
	}
	// Without id_pic the whole search goes, with its photos and results.
	_, err = call("delete_pic?id_search="+url.QueryEscape(uploaded.SearchID), "", nil)
	return err
}

func main() {
	photos := os.Args[1:]
	if os.Getenv("LIKENESS_API_KEY") == "" || len(photos) < 1 || len(photos) > 3 {
		fmt.Fprintln(os.Stderr, "usage: LIKENESS_API_KEY=... go run search.go photo.jpg [photo.jpg [photo.jpg]]")
		os.Exit(2)
	}
	if err := run(photos); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
