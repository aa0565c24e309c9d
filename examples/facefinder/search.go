// Where else does the person on this photo appear? Asks a FaceFinderAi API, with the standard library.
// Usage: LIKENESS_API_KEY=... go run search.go photo.jpg
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"time"
)

const mostPolls = 120

// Reply holds what is needed of all answers of this vendor, errors too.
type Reply struct {
	SearchID string `json:"id_search"`
	Status   string `json:"status"`
	Message  string `json:"message"`
	Progress int    `json:"progress"`
	Error    string `json:"error"`
	Output   struct {
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
	request, err := http.NewRequest(http.MethodPost, address+"/api/public/"+path+".php", body)
	if err != nil {
		return reply, err
	}
	request.Header.Set("Authorization", "Bearer "+os.Getenv("LIKENESS_API_KEY"))
	request.Header.Set("Content-Type", contentType)
	response, err := client.Do(request)
	if err != nil {
		return reply, err
	}
	defer response.Body.Close()
	err = json.NewDecoder(response.Body).Decode(&reply)
	if err == nil && reply.Error != "" {
		err = fmt.Errorf("%s: %s", reply.Error, reply.Message)
	} else if response.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s answered with status %d", address, response.StatusCode)
	}
	return reply, err
}

// The upload starts the search.
func upload(photo string) (Reply, error) {
	content, err := os.ReadFile(photo)
	if err != nil {
		return Reply{}, err
	}
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	// Writing to memory does not fail.
	part, _ := form.CreateFormFile("images", filepath.Base(photo))
	part.Write(content)
	form.Close()
	return call("upload_pic", form.FormDataContentType(), &body)
}

func waitFor(id string) (Reply, error) {
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
		if reply.Status == "done" {
			return reply, nil
		}
	}
	return Reply{}, fmt.Errorf("gave up after %d polls", mostPolls)
}

func run(photo string) error {
	uploaded, err := upload(photo)
	if err != nil {
		return err
	}
	found, err := waitFor(uploaded.SearchID)
	if err != nil {
		return err
	}
	for _, item := range found.Output.Items {
		fmt.Printf("%d\t%s\n", item.Score, item.URL)
	}
	return nil
}

func main() {
	if os.Getenv("LIKENESS_API_KEY") == "" || len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: LIKENESS_API_KEY=... go run search.go photo.jpg")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
